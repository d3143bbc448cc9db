#!/usr/bin/env python3
"""Makes answers/: an answer of every call that is read, one a file, whose name begins with the call.

    pip install boto3 'moto[all]' && crates/describe/testdata/record.py

`_example-N` are the examples of botocore's models; `_model` has the shape that botocore's model gives the answer, where there is no example
and the mock does not know the call; all others are what the mock answers. botocore and moto are under the Apache License 2.0.
"""
import json,glob,re,os,sys,datetime
HERE=os.path.dirname(os.path.abspath(__file__)); OUT=HERE+'/answers'; os.makedirs(OUT,exist_ok=True)
import botocore; B=os.path.dirname(botocore.__file__)+'/data'
def camel(op): return ''.join(p.capitalize() for p in op.split('-'))
calls=set()
for f in glob.glob(HERE+'/../src/kinds/*.rs'):
    m=re.search(r'call: "([a-z0-9-]+) ([a-z0-9-]+)"',open(f).read())
    if m: calls.add(m.groups())
calls|={('organizations','list-policies')}
def dflt(o):
    if isinstance(o,(datetime.datetime,datetime.date)): return o.isoformat()
    return str(o)
def write(s,op,out,src,suffix=''):
    if not out: return
    out=dict(out); out.pop('ResponseMetadata',None)
    json.dump(out,open(f'{OUT}/{s}_{op}{suffix}.json','w'),indent=1,default=dflt)
    open(f'{OUT}/{s}_{op}{suffix}.json','a').write('\n')
done={}
for s,op in sorted(calls):
    n=0
    for f in sorted(glob.glob(f'{B}/{s}/*/examples-1.json'))[-1:]:
        for k,v in json.load(open(f)).get('examples',{}).items():
            if k.lower()==camel(op).lower():
                for e in v:
                    if e.get('output') and any(e['output'].values()):
                        n+=1; write(s,op,e['output'],'botocore',f'_example-{n}')
    done[(s,op)]=n
os.environ.update(AWS_ACCESS_KEY_ID='test',AWS_SECRET_ACCESS_KEY='test',AWS_DEFAULT_REGION='eu-west-1')
import boto3
from moto import mock_aws
from botocore import xform_name
c=lambda s: boto3.client(s,region_name='eu-west-1')
def ask(s,op,suffix='',**kw):
    try:
        o=getattr(c(s),op.replace('-','_'))(**kw)
        o.pop('ResponseMetadata',None)
        if any(o.values()): write(s,op,o,'moto',suffix); done[(s,op)]=done.get((s,op),0)+1
        else: print('empty',s,op)
        return o
    except Exception as e: print('no',s,op,str(e)[:120]); return {}
with mock_aws():
    ec2=c('ec2')
    vpc=ec2.create_vpc(CidrBlock='10.0.0.0/16')['Vpc']['VpcId']; other=ec2.create_vpc(CidrBlock='10.1.0.0/16')['Vpc']['VpcId']
    sub=[ec2.create_subnet(VpcId=vpc,CidrBlock=f'10.0.{i}.0/24',AvailabilityZone=f'eu-west-1{z}')['Subnet']['SubnetId'] for i,z in ((0,'a'),(1,'b'))]
    sg=ec2.create_security_group(GroupName='web',Description='web',VpcId=vpc)['GroupId']
    ec2.authorize_security_group_ingress(GroupId=sg,IpPermissions=[dict(IpProtocol='tcp',FromPort=443,ToPort=443,IpRanges=[dict(CidrIp='10.0.0.0/16')])])
    F=[dict(Name='vpc-id',Values=[vpc])]
    ec2.create_egress_only_internet_gateway(VpcId=vpc); ask('ec2','describe-egress-only-internet-gateways')
    pl=ec2.create_managed_prefix_list(PrefixListName='offices',MaxEntries=5,AddressFamily='IPv4',Entries=[dict(Cidr='192.0.2.0/24')])['PrefixList']['PrefixListId']
    ask('ec2','describe-managed-prefix-lists'); ask('ec2','get-managed-prefix-list-entries',f'_{pl}',PrefixListId=pl)
    ask('ec2','describe-security-groups',Filters=F); ask('ec2','describe-security-group-rules',Filters=[dict(Name='group-id',Values=[sg])])
    img=ec2.describe_images(Owners=['amazon'])['Images'][0]['ImageId']
    ec2.run_instances(ImageId=img,MinCount=1,MaxCount=1,SubnetId=sub[0],SecurityGroupIds=[sg]); ask('ec2','describe-instances')
    ec2.create_vpc_endpoint(VpcId=vpc,ServiceName='com.amazonaws.eu-west-1.ssm',VpcEndpointType='Interface',SubnetIds=sub[:1],SecurityGroupIds=[sg],PrivateDnsEnabled=True); ask('ec2','describe-vpc-endpoints')
    pc=ec2.create_vpc_peering_connection(VpcId=vpc,PeerVpcId=other)['VpcPeeringConnection']['VpcPeeringConnectionId']; ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=pc); ask('ec2','describe-vpc-peering-connections')
    tgw=ec2.create_transit_gateway()['TransitGateway']['TransitGatewayId']
    at=ec2.create_transit_gateway_vpc_attachment(TransitGatewayId=tgw,VpcId=vpc,SubnetIds=sub)['TransitGatewayVpcAttachment']['TransitGatewayAttachmentId']
    rt=ec2.create_transit_gateway_route_table(TransitGatewayId=tgw)['TransitGatewayRouteTable']['TransitGatewayRouteTableId']
    ec2.create_transit_gateway_route(DestinationCidrBlock='10.0.0.0/16',TransitGatewayRouteTableId=rt,TransitGatewayAttachmentId=at)
    for op in ('describe-transit-gateways','describe-transit-gateway-attachments','describe-transit-gateway-vpc-attachments','describe-transit-gateway-route-tables'): ask('ec2',op)
    ask('ec2','search-transit-gateway-routes',f'_{rt}',TransitGatewayRouteTableId=rt,Filters=[dict(Name='state',Values=['active'])])
    ask('ec2','describe-instance-connect-endpoints'); ask('ec2','describe-vpc-block-public-access-options'); ask('ec2','describe-vpc-block-public-access-exclusions')
    iam=c('iam')
    trust=json.dumps(dict(Version='2012-10-17',Statement=[dict(Effect='Allow',Principal=dict(Service='ec2.amazonaws.com'),Action='sts:AssumeRole')]))
    doc=json.dumps(dict(Version='2012-10-17',Statement=[dict(Effect='Allow',Action='ssm:StartSession',Resource='*')]))
    iam.create_role(RoleName='node',AssumeRolePolicyDocument=trust); iam.put_role_policy(RoleName='node',PolicyName='own',PolicyDocument=doc)
    p=iam.create_policy(PolicyName='sessions',PolicyDocument=doc)['Policy']['Arn']; iam.attach_role_policy(RoleName='node',PolicyArn=p)
    iam.create_instance_profile(InstanceProfileName='node'); iam.add_role_to_instance_profile(InstanceProfileName='node',RoleName='node')
    iam.create_user(UserName='ann'); iam.create_group(GroupName='people'); iam.add_user_to_group(GroupName='people',UserName='ann'); iam.attach_group_policy(GroupName='people',PolicyArn=p)
    ask('iam','list-instance-profiles'); ask('iam','get-policy-version','_sessions',PolicyArn=p,VersionId='v1')
    try:
        o=iam.get_account_authorization_details(Filter=['Role','User','Group','LocalManagedPolicy']); o.pop('ResponseMetadata'); write('iam','get-account-authorization-details',o,'moto')
    except Exception as e: print(e)
    cf=c('config')
    try:
        cf.put_configuration_recorder(ConfigurationRecorder=dict(name='all',roleARN='arn:aws:iam::123456789012:role/config',recordingGroup=dict(allSupported=True,includeGlobalResourceTypes=True)))
        role=iam.get_role(RoleName='node')['Role']['RoleId']; pid=iam.get_policy(PolicyArn=p)['Policy']['PolicyId']
        items=[]
        for t,i in (('AWS::IAM::Role',role),('AWS::IAM::Policy',pid)):
            try: o=cf.get_resource_config_history(resourceType=t,resourceId=i); o.pop('ResponseMetadata'); write('config','get-resource-config-history',o,'moto','_'+t.split('::')[-1].lower())
            except Exception as e: print('config',t,e)
        o=cf.batch_get_resource_config(resourceKeys=[dict(resourceType='AWS::IAM::Role',resourceId=role)]); print('batch',json.dumps(o,default=dflt)[:300])
        print(json.dumps(cf.select_resource_config(Expression='SELECT *'),default=dflt)[:200])
    except Exception as e: print('config',str(e)[:200])
    rds=c('rds')
    try:
        rds.create_db_subnet_group(DBSubnetGroupName='data',DBSubnetGroupDescription='d',SubnetIds=sub)
        rds.create_db_instance(DBInstanceIdentifier='orders',DBInstanceClass='db.t3.micro',Engine='postgres',DBSubnetGroupName='data',VpcSecurityGroupIds=[sg],MasterUsername='u',MasterUserPassword='not-a-secret',AllocatedStorage=20)
        rds.create_db_cluster(DBClusterIdentifier='books',Engine='aurora-postgresql',DBSubnetGroupName='data',MasterUsername='u',MasterUserPassword='not-a-secret')
    except Exception as e: print('rds',e)
    for op in ('describe-db-instances','describe-db-clusters','describe-db-subnet-groups'): ask('rds',op)
    r=c('route53'); z=r.create_hosted_zone(Name='eu-west-1.amazonaws.com',CallerReference='1',VPC=dict(VPCRegion='eu-west-1',VPCId=vpc),HostedZoneConfig=dict(PrivateZone=True))['HostedZone']['Id'].split('/')[-1]
    r.change_resource_record_sets(HostedZoneId=z,ChangeBatch=dict(Changes=[dict(Action='CREATE',ResourceRecordSet=dict(Name='ssm.eu-west-1.amazonaws.com',Type='CNAME',TTL=60,ResourceRecords=[dict(Value='vpce-1.ssm.eu-west-1.vpce.amazonaws.com')]))]))
    ask('route53','list-hosted-zones'); ask('route53','list-hosted-zones-by-vpc',f'_{vpc}',VPCId=vpc,VPCRegion='eu-west-1'); ask('route53','list-resource-record-sets',f'_{z}',HostedZoneId=z); ask('route53','get-hosted-zone','_private',Id=z)
    rr=c('route53resolver')
    try:
        rule=rr.create_resolver_rule(CreatorRequestId='1',RuleType='SYSTEM',DomainName='example.com',Name='own')['ResolverRule']['Id']
        rr.associate_resolver_rule(ResolverRuleId=rule,VPCId=vpc)
    except Exception as e: print('rr',e)
    ask('route53resolver','list-resolver-rules'); ask('route53resolver','list-resolver-rule-associations')
    ev=c('events'); ev.put_rule(Name='sessions',EventPattern='{"source":["aws.ssm"]}'); ev.put_targets(Rule='sessions',Targets=[dict(Id='1',Arn='arn:aws:sns:eu-west-1:123456789012:alerts')])
    ask('events','list-rules'); ask('events','list-targets-by-rule','_sessions',Rule='sessions')
    c('logs').create_log_group(logGroupName='/ssm/sessions'); ask('logs','describe-log-groups')
    c('s3').create_bucket(Bucket='trail',CreateBucketConfiguration=dict(LocationConstraint='eu-west-1')); c('cloudtrail').create_trail(Name='all',S3BucketName='trail'); ask('cloudtrail','describe-trails')
    ssm=c('ssm')
    content=json.dumps(dict(schemaVersion='1.0',description='x',sessionType='Port',parameters=dict(portNumber=dict(type='String',default='5432')),properties=dict(portNumber='{{ portNumber }}')))
    try: ssm.create_document(Name='db-tunnel',DocumentType='Session',Content=content)
    except Exception as e:
        print('doc',e); 
        try: ssm.create_document(Name='db-tunnel',DocumentType='Command',Content=json.dumps(dict(schemaVersion='2.2',description='x',mainSteps=[dict(action='aws:runShellScript',name='x',inputs=dict(runCommand=['id']))])))
        except Exception as e: print('doc',e)
    ask('ssm','list-documents',Filters=[dict(Key='Owner',Values=['Self'])]); ask('ssm','get-document',Name='db-tunnel'); ask('ssm','describe-document-permission','_db-tunnel',Name='db-tunnel',PermissionType='Share')
    ask('ssm','describe-instance-information'); ask('ssm','get-service-setting',SettingId='/ssm/managed-instance/default-ec2-instance-management-role')
    org=c('organizations')
    try:
        org.create_organization(FeatureSet='ALL'); root=org.list_roots()['Roots'][0]['Id']; org.enable_policy_type(RootId=root,PolicyType='SERVICE_CONTROL_POLICY')
        pp=org.create_policy(Name='no-sessions',Description='x',Type='SERVICE_CONTROL_POLICY',Content=doc)['Policy']['PolicySummary']['Id']; org.attach_policy(PolicyId=pp,TargetId=root)
        ask('organizations','list-policies',Filter='SERVICE_CONTROL_POLICY'); ask('organizations','describe-policy','_mock',PolicyId=pp); ask('organizations','list-targets-for-policy',f'_{pp}',PolicyId=pp); ask('organizations','list-policies-for-target',f'_{root}',TargetId=root,Filter='SERVICE_CONTROL_POLICY')
    except Exception as e: print('org',e)
    eb=c('elbv2'); lb=eb.create_load_balancer(Name='front',Subnets=sub,SecurityGroups=[sg])['LoadBalancers'][0]['LoadBalancerArn']; tg=eb.create_target_group(Name='web',Protocol='HTTP',Port=80,VpcId=vpc)['TargetGroups'][0]['TargetGroupArn']
    eb.create_listener(LoadBalancerArn=lb,Protocol='HTTP',Port=80,DefaultActions=[dict(Type='forward',TargetGroupArn=tg)]); ask('elbv2','describe-load-balancers'); ask('elbv2','describe-listeners',LoadBalancerArn=lb)
    ecc=c('elasticache')
    try: ecc.create_cache_cluster(CacheClusterId='cache',Engine='redis',CacheNodeType='cache.t3.micro',NumCacheNodes=1,SecurityGroupIds=[sg])
    except Exception as e: print(e)
    ask('elasticache','describe-cache-clusters')
print('none:',[k for k in sorted(calls) if not done.get(k)])
# What neither has: the shape of the answer, as botocore's model describes it.
import botocore.session
S=botocore.session.get_session()
IDS={'InstanceId':'i-0123456789abcdef0','VpcId':'vpc-0123456789abcdef0','SubnetId':'subnet-0123456789abcdef0','FirewallRuleGroupId':'rslvr-frg-0123456789abcdef','FirewallDomainListId':'rslvr-fdl-0123456789abcdef','AwsRegion':'eu-west-1','AwsAccountId':'123456789012','OwnerId':'123456789012','SettingId':'/ssm/managed-instance/default-ec2-instance-management-role','ResourceArn':'arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0123456789abcdef0','AgentVersion':'3.3.131.0'}
def shape(sh,name,seen=()):
    if sh.name in seen: return None
    t=sh.type_name; seen=(*seen,sh.name)
    if t=='structure': return {k:v for k,m in sh.members.items() if k not in ('NextToken','ResponseMetadata') for v in [shape(m,k,seen)] if v is not None}
    if t=='list': return [x for x in [shape(sh.member,name,seen)] if x is not None]
    if t=='map': return {}
    if t in ('integer','long'): return 1
    if t in ('float','double'): return 1.0
    if t=='boolean': return False
    if t=='timestamp': return '2026-11-01T00:00:00+00:00'
    if t=='string': return IDS.get(name) or (sh.enum[0] if getattr(sh,'enum',None) else name[0].lower()+name[1:])
for s,op in sorted(calls):
    if not done.get((s,op)) and not glob.glob(f'{OUT}/{s}_{op}*.json'):
        o=S.get_service_model(s).operation_model(camel(op).replace('ByVpc','ByVPC')) if camel(op) in S.get_service_model(s).operation_names else None
        if o is None: print('no op',s,op); continue
        sfx={'list-firewall-domains':'_rslvr-fdl-0123456789abcdef','describe-document-permission':'_db-tunnel'}.get(op,'')
        write(s,op,shape(o.output_shape,op),'model',sfx+'_model')
